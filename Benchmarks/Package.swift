// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that neither clean builds nor users of the SDK pay for it. It builds the product too, once.
let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "foundry-local", path: "..")],
    targets: [
        .executableTarget(
            name: "ServiceBenchmark",
            dependencies: [
                .product(name: "foundry", package: "foundry-local"),
                .product(name: "GenAIRuntime", package: "foundry-local"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny")]
        )
    ]
)
