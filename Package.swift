// swift-tools-version: 6.2
import PackageDescription

// Each layer imports only what stands below it; Documentation/Modules.md says what every target is for.
// One section a target with its tests, layers from the bottom up, targets sorted within a layer.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "foundry-local",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "foundry", targets: ["foundry"]),
        .library(name: "FoundryLocal", targets: ["FoundryLocal"]),
        // The engine itself, for programs that host it in their own process (and for Benchmarks/).
        .library(name: "GenAIRuntime", targets: ["Inference", "GenAIRuntime", "HardwareAbstraction"]),
        // Dynamic, so that tests can dlopen it where the real libraries would be.
        .library(name: "FakeGenAI", type: .dynamic, targets: ["FakeGenAI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: Core

        .target(name: "FoundryCore", path: "Sources/Core/FoundryCore", swiftSettings: settings),
        .testTarget(name: "FoundryCoreTests", dependencies: ["FoundryCore", "FoundryTestSupport"], swiftSettings: settings),

        // MARK: Execution

        .systemLibrary(name: "CZlib", path: "Sources/Execution/CZlib"),

        .target(
            name: "EngineProcess",
            dependencies: ["FoundryCore", "Inference"],
            path: "Sources/Execution/EngineProcess",
            swiftSettings: settings
        ),
        .testTarget(
            name: "EngineProcessTests",
            dependencies: ["EngineProcess", "FoundryCore", "FoundryTestSupport", "Inference"],
            swiftSettings: settings
        ),

        .target(
            name: "GenAIRuntime",
            dependencies: ["FoundryCore", "Inference", "ModelFolder"],
            path: "Sources/Execution/GenAIRuntime",
            swiftSettings: settings
        ),
        .testTarget(
            name: "GenAIRuntimeTests",
            dependencies: [
                "FakeGenAI", "FoundryCore", "FoundryTestSupport", "GenAIRuntime", "HardwareAbstraction", "Inference", "ModelFolder",
            ],
            swiftSettings: settings
        ),

        .target(
            name: "HardwareAbstraction",
            dependencies: ["CZlib", "FoundryCore", .product(name: "Crypto", package: "swift-crypto")],
            path: "Sources/Execution/HardwareAbstraction",
            swiftSettings: settings
        ),
        .testTarget(
            name: "HardwareAbstractionTests",
            dependencies: ["FoundryCore", "FoundryTestSupport", "HardwareAbstraction"],
            swiftSettings: settings
        ),

        .target(name: "Inference", dependencies: ["FoundryCore"], path: "Sources/Execution/Inference", swiftSettings: settings),
        .testTarget(name: "InferenceTests", dependencies: ["FoundryCore", "Inference"], swiftSettings: settings),

        .target(name: "ModelFolder", dependencies: ["FoundryCore"], path: "Sources/Execution/ModelFolder", swiftSettings: settings),
        .testTarget(name: "ModelFolderTests", dependencies: ["FoundryCore", "FoundryTestSupport", "ModelFolder"], swiftSettings: settings),

        // MARK: Models

        .target(
            name: "ModelCache", dependencies: ["FoundryCore", "ModelFolder"], path: "Sources/Models/ModelCache", swiftSettings: settings),
        .testTarget(
            name: "ModelCacheTests", dependencies: ["FoundryCore", "FoundryTestSupport", "ModelCache", "ModelFolder"],
            swiftSettings: settings),

        .target(
            name: "ModelManager",
            dependencies: ["FoundryCore", "Inference", "ModelCache", "ModelFolder"],
            path: "Sources/Models/ModelManager",
            swiftSettings: settings
        ),
        .testTarget(
            name: "ModelManagerTests",
            dependencies: ["FoundryCore", "FoundryTestSupport", "Inference", "ModelCache", "ModelManager"],
            swiftSettings: settings
        ),

        // MARK: Service

        .target(name: "APIContracts", dependencies: ["FoundryCore"], path: "Sources/Service/APIContracts", swiftSettings: settings),
        .testTarget(name: "APIContractsTests", dependencies: ["APIContracts", "FoundryCore"], swiftSettings: settings),

        .target(
            name: "LocalServer",
            dependencies: [
                "APIContracts", "FoundryCore", "Inference", "ModelCache", "ModelManager",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Service/LocalServer",
            swiftSettings: settings
        ),
        .testTarget(
            name: "LocalServerTests",
            dependencies: [
                "APIContracts", "FoundryCore", "FoundryTestSupport", "Inference", "LocalServer", "ModelCache", "ModelManager",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        .target(
            name: "ServiceHost",
            dependencies: [
                "EngineProcess", "FoundryCore", "GenAIRuntime", "HardwareAbstraction", "Inference", "LocalServer", "ModelCache",
                "ModelManager",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Service/ServiceHost",
            swiftSettings: settings
        ),
        .testTarget(name: "ServiceHostTests", dependencies: ["FoundryCore", "FoundryTestSupport", "ServiceHost"], swiftSettings: settings),

        // MARK: Interface

        .executableTarget(name: "foundry", dependencies: ["FoundryCommands"], path: "Sources/Interface/foundry", swiftSettings: settings),

        .target(
            name: "FoundryCommands",
            dependencies: [
                "APIContracts", "EngineProcess", "FoundryCore", "FoundryLocal", "GenAIRuntime", "HardwareAbstraction", "Inference",
                "ModelCache",
                "ModelFolder", "ServiceHost", "TerminalUI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/Interface/FoundryCommands",
            swiftSettings: settings
        ),
        .testTarget(
            name: "FoundryCommandsTests",
            dependencies: [
                "APIContracts", "FoundryCommands", "FoundryCore", "FoundryTestSupport", "ModelCache", "ServiceHost", "TerminalUI",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),

        .target(
            name: "FoundryLocal",
            dependencies: [
                "APIContracts", "FoundryCore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Sources/Interface/FoundryLocal",
            swiftSettings: settings
        ),
        .testTarget(name: "FoundryLocalTests", dependencies: ["APIContracts", "FoundryCore", "FoundryLocal"], swiftSettings: settings),

        .target(name: "TerminalUI", path: "Sources/Interface/TerminalUI", swiftSettings: settings),
        .testTarget(name: "TerminalUITests", dependencies: ["FoundryTestSupport", "TerminalUI"], swiftSettings: settings),

        // MARK: Test support and whole-system tests

        .target(name: "FakeGenAI", path: "Tests/Support/FakeGenAI"),
        .target(
            name: "FoundryTestSupport",
            dependencies: ["FoundryCore", "HardwareAbstraction", "Inference"],
            path: "Tests/Support/FoundryTestSupport",
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["FoundryCore", "FoundryTestSupport", "HardwareAbstraction", "foundry"],
            swiftSettings: settings
        ),
    ]
)
