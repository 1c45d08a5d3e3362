import Foundation
import FoundryCore

/// Measures what the service costs: usage `ServiceBenchmark MODEL_FOLDER [TOKENS]`, with an installed runtime.
///
/// Speed is a ratio of runs that alternate, each figure a median; see Documentation/Benchmarks.md for what each one means.
@main
struct ServiceBenchmark {
    static let runs = 5

    static func main() async throws {
        guard CommandLine.arguments.count >= 2 else {
            print("usage: ServiceBenchmark MODEL_FOLDER [TOKENS]")
            exit(64)
        }
        let model = URL(filePath: CommandLine.arguments[1]).standardizedFileURL
        let tokens = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 256 : 256
        let service = try ServiceUnderTest()
        defer { service.remove() }

        var ready: [Double] = []
        var status: [Double] = []
        for _ in 0..<runs {
            ready.append(try service.start())
            status.append(try service.timed(["service", "status"]))
            try service.stop()
        }
        report("service ready", median(ready) * 1000, "ms", below: 300)
        report("service status", median(status) * 1000, "ms", below: 30)

        _ = try service.start()
        let idle = try await service.idle(seconds: 10)
        report("resident memory, no model loaded", idle.residentMegabytes, "MB", below: 40)
        report("wake-ups in 10 s, no model loaded", Double(idle.wakeups), "", below: 1)

        let name = try service.add(model)
        let direct = try await DirectDecode(model: model)
        _ = try await direct.run(tokens: 8)
        _ = try service.decode(name, tokens: 8)
        var ratios: [Double] = []
        var pairs: [(Double, Double)] = []
        for _ in 0..<runs {
            let one = try await direct.run(tokens: tokens)
            let two = try service.decode(name, tokens: tokens)
            pairs.append((one, two))
            ratios.append(two / one)
            print(String(format: "  direct %.1f tokens/s, service %.1f tokens/s", one, two))
        }
        let ratio = median(pairs.map(\.1)) / median(pairs.map(\.0))
        report("decode through the service ÷ direct", ratio, "", above: 0.95)
        report("median of the pairs' ratios", median(ratios), "", above: 0.95)
        try service.stop()
    }

    private static func report(_ name: String, _ value: Double, _ unit: String, below: Double? = nil, above: Double? = nil) {
        let isMet = value < below ?? .infinity && value >= above ?? -.infinity
        let target = below.map { "under \($0)" } ?? above.map { "at least \($0)" } ?? ""
        print("\(name): \(String(format: "%.3f", value)) \(unit) (\(target)): \(isMet ? "met" : "MISSED")")
    }
}

/// The middle value; of an even number, the upper one of the two in the middle.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
