// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nio = ["NIOCore", "NIOHTTP1", "NIOPosix", "NIOTLS"].map { name in
    Target.Dependency.product(name: name, package: "swift-nio")
}
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func library(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    resources: [Resource] = []
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

/// A program is a thin `Main.swift`; what it decides stands in the library of the same name.
func program(_ name: String, runs stage: Target.Dependency, with more: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name,
        dependencies: [stage, "Program"] + more,
        path: "Sources/Programs/\(name)",
        swiftSettings: settings
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestKit"], exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "saypro-messaging",
    products: [
        .executable(name: "ingest", targets: ["IngestProgram"]),
        .executable(name: "router", targets: ["RouterProgram"]),
        .executable(name: "notifier", targets: ["NotifierProgram"]),
        .executable(name: "sla-monitor", targets: ["SLAMonitorProgram"]),
        .executable(name: "saypro", targets: ["OperatorTool"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            exact: "1.4.0",
            traits: ["CommandLineArguments"]
        ),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CLibcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        library("Blocking"),
        library("Redis", ["Blocking", "CHiredis", logging]),
        library("Postgres", ["Blocking", "CLibpq", logging]),
        library("Contract", [crypto]),
        library("BusinessTime", ["Contract"]),
        library("Policy", ["BusinessTime", "Contract", mustache, yams], resources: [.embedInCode("Resources")]),
        library("Templates", ["Policy", mustache]),
        library("Clocks", ["BusinessTime", "Contract", "Policy"]),
        library("PolicyStore", ["BusinessTime", "Policy", "Postgres", logging]),
        library(
            "Pipeline",
            ["Blocking", "Contract", "Postgres", "Redis", deque, lifecycle, logging, metrics],
            resources: [.embedInCode("Migrations")]
        ),
        library(
            "Program",
            [
                "Contract", "Pipeline", "Postgres", "Redis",
                configuration, coreMetrics, hummingbird, lifecycle, logging, system, unixSignals,
            ]
        ),
        library(
            "Ingest",
            ["Contract", "Pipeline", "Policy", "PolicyStore", "Postgres", "Redis", crypto, logging, metrics],
            resources: [.embedInCode("Migrations")]
        ),
        library(
            "Routing",
            [
                "BusinessTime", "Contract", "Pipeline", "Policy", "PolicyStore", "Postgres", "Templates", "Triage",
                logging,
            ],
            resources: [.embedInCode("Migrations")]
        ),
        library(
            "Notifier",
            [
                "Blocking", "BusinessTime", "Contract", "Mail", "Pipeline", "Policy", "PolicyStore", "Postgres", "Redis",
                "Templates", "Webhooks", deque, lifecycle, logging, metrics,
            ],
            resources: [.embedInCode("Migrations")]
        ),
        library("Mail", ["Blocking", "CLibcurl", "Contract", crypto]),
        library("Triage"),
        library("Webhooks", ["Contract", crypto, deque, nioSSL] + nio),
        library(
            "SLAMonitor",
            ["Clocks", "Contract", "Pipeline", "Policy", "PolicyStore", "Postgres", logging],
            resources: [.embedInCode("Migrations")]
        ),
        program("IngestProgram", runs: "Ingest"),
        program("RouterProgram", runs: "Routing"),
        program("NotifierProgram", runs: "Notifier", with: ["Mail", "Webhooks", logging]),
        program("SLAMonitorProgram", runs: "SLAMonitor"),
        .executableTarget(
            name: "OperatorTool",
            dependencies: [
                "BusinessTime", "Contract", "Ingest", "Notifier", "Pipeline", "Policy", "PolicyStore", "Postgres",
                "Program", "Redis", "Routing", "SLAMonitor", "Triage",
                argumentParser, crypto, logging,
            ],
            swiftSettings: settings
        ),
        library("TestKit", ["Blocking", "Contract", "Postgres", "Redis"]),
        tests("RedisTests", ["Blocking", "Redis"]),
        tests("PostgresTests", ["Postgres"]),
        tests("ContractTests", ["Contract", "Postgres", "Redis"], exclude: ["publish.py"]),
        tests("BusinessTimeTests", ["BusinessTime", "Contract"], exclude: ["zone-table.py"]),
        tests("PolicyTests", ["BusinessTime", "Contract", "Policy"]),
        tests("ClocksTests", ["BusinessTime", "Clocks", "Contract", "Policy", "PolicyStore"]),
        tests("PolicyStoreTests", ["BusinessTime", "Contract", "Pipeline", "Policy", "PolicyStore", "Postgres"]),
        tests("TemplatesTests", ["Policy", "Templates"]),
        tests("PipelineTests", ["Contract", "Pipeline", "Postgres", "Redis", lifecycle, logging]),
        tests(
            "ProgramTests",
            ["Contract", "Pipeline", "Postgres", "Program", "Redis", coreMetrics, lifecycle, logging]
        ),
        tests("IngestTests", ["Contract", "Ingest", "Pipeline", "Postgres", "Redis"]),
        tests(
            "RoutingTests",
            ["Contract", "Ingest", "Pipeline", "Policy", "PolicyStore", "Postgres", "Routing", "Triage"]
        ),
        tests("MailTests", ["Contract", "Mail"], exclude: ["inspect-mail.py", "mail-server.py"]),
        tests("TriageTests", ["Triage"]),
        tests("SLAMonitorTests", ["Clocks", "Contract", "Pipeline", "Postgres", "SLAMonitor"]),
        tests(
            "NotifierTests",
            ["Contract", "Mail", "Notifier", "Pipeline", "Policy", "PolicyStore", "Postgres", "Redis", "Webhooks", lifecycle, logging]
        ),
        tests(
            "WebhooksTests",
            ["Contract", "Program", "Webhooks"],
            exclude: ["addresses.py", "receiver.py", "signatures.py"]
        ),
        tests(
            "OperatorToolTests",
            ["Contract", "OperatorTool", "Pipeline", "Policy", "Postgres", "Program", "Redis"]
        ),
        tests("IntegrationTests", ["Contract", "Postgres", "Redis"]),
    ],
    swiftLanguageModes: [.v6]
)
