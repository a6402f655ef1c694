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
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
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
        .executable(name: "survey", targets: ["SurveyProgram"]),
        .executable(name: "metrics-aggregator", targets: ["MetricsAggregatorProgram"]),
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
        library("Pages", resources: [.embedInCode("Resources")]),
        library("Charts", ["Pages"]),
        library("BusinessTime", ["Contract"]),
        library("Policy", ["BusinessTime", "Contract", mustache, yams], resources: [.embedInCode("Resources")]),
        library("Templates", ["Policy", mustache]),
        library("Clocks", ["BusinessTime", "Contract", "Policy"]),
        library("Figures", ["BusinessTime", "Contract", "Policy"]),
        library("Demo", ["Contract"]),
        library("PolicyStore", ["BusinessTime", "Clocks", "Policy", "Postgres", logging]),
        library(
            "Pipeline",
            ["Blocking", "Contract", "Postgres", "Redis", deque, lifecycle, logging, metrics],
            resources: [.embedInCode("Migrations")]
        ),
        library("Traces", ["Blocking", "CLibcurl", "Contract", "Pipeline", coreMetrics, deque, lifecycle, logging]),
        library(
            "Program",
            [
                "Blocking", "Contract", "Pages", "Pipeline", "Postgres", "Redis", "Traces",
                configuration, coreMetrics, crypto, hummingbird, lifecycle, logging, nioCore, system, unixSignals,
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
                "BusinessTime", "Clocks", "Contract", "Pipeline", "Policy", "PolicyStore", "Postgres", "Templates",
                "Triage", logging,
            ],
            resources: [.embedInCode("Migrations")]
        ),
        library(
            "Notifier",
            [
                "Blocking", "BusinessTime", "Contract", "Figures", "Mail", "Pages", "Pipeline", "Policy",
                "PolicyStore", "Postgres", "Program", "Redis",
                "Templates", "Webhooks", deque, hummingbird, lifecycle, logging, metrics,
            ],
            resources: [.embedInCode("Migrations")]
        ),
        library("Mail", ["Blocking", "CLibcurl", "Contract", crypto]),
        library("Triage"),
        library("Satisfaction"),
        library("Webhooks", ["Contract", crypto, deque, nioSSL] + nio),
        library(
            "SLAMonitor",
            ["BusinessTime", "Clocks", "Contract", "Pipeline", "Policy", "PolicyStore", "Postgres", logging],
            resources: [.embedInCode("Migrations")]
        ),
        library(
            "Dashboard",
            [
                "BusinessTime", "Charts", "Contract", "Figures", "Pages", "Policy", "Postgres", "Program",
                hummingbird, logging,
            ],
            resources: [.embedInCode("Resources")]
        ),
        library(
            "MetricsAggregator",
            [
                "BusinessTime", "Contract", "Figures", "Pipeline", "Policy", "PolicyStore", "Postgres", "Satisfaction",
                crypto, logging, metrics,
            ],
            resources: [.embedInCode("Migrations"), .embedInCode("Recount/recount.sql")]
        ),
        library(
            "FigureAPI",
            [
                "BusinessTime", "Contract", "Figures", "MetricsAggregator", "Pages", "Policy", "PolicyStore",
                "Postgres",
                "Program", hummingbird,
            ],
            resources: [.embedInCode("Resources")]
        ),
        program("IngestProgram", runs: "Ingest"),
        program("RouterProgram", runs: "Routing"),
        program("NotifierProgram", runs: "Notifier", with: ["Mail", "Webhooks", logging]),
        program("SLAMonitorProgram", runs: "SLAMonitor"),
        library(
            "Survey",
            [
                "BusinessTime", "Contract", "Pages", "Pipeline", "Policy", "PolicyStore", "Postgres", "Program",
                "Satisfaction",
                crypto, hummingbird, logging, nioCore,
            ],
            resources: [.embedInCode("Migrations")]
        ),
        program("SurveyProgram", runs: "Survey"),
        .executableTarget(
            name: "MetricsAggregatorProgram",
            dependencies: ["Dashboard", "FigureAPI", "MetricsAggregator", "Pipeline", "Program"],
            path: "Sources/Programs/MetricsAggregatorProgram",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "OperatorTool",
            dependencies: [
                "BusinessTime", "Clocks", "Contract", "Demo", "FigureAPI", "Figures", "Ingest", "MetricsAggregator",
                "Notifier", "Pipeline", "Policy", "PolicyStore", "Postgres", "Program", "Redis", "Routing",
                "SLAMonitor",
                "Satisfaction", "Survey", "Triage", "Webhooks",
                argumentParser, crypto, logging, nioCore, nioPosix,
            ],
            swiftSettings: settings
        ),
        library("TestKit", ["Blocking", "Contract", "Postgres", "Redis"]),
        library("SiteKit", ["Postgres", "Program", "Redis", lifecycle, logging]),
        tests("RedisTests", ["Blocking", "Redis"]),
        tests("PostgresTests", ["Postgres"]),
        tests("ContractTests", ["Contract", "Postgres", "Redis"], exclude: ["publish.py", "schemas.py"]),
        tests("BusinessTimeTests", ["BusinessTime", "Contract"], exclude: ["zone-table.py"]),
        tests("PolicyTests", ["BusinessTime", "Contract", "Policy"]),
        tests("ClocksTests", ["BusinessTime", "Clocks", "Contract", "Policy", "PolicyStore"]),
        tests("PolicyStoreTests", ["BusinessTime", "Contract", "Pipeline", "Policy", "PolicyStore", "Postgres"]),
        tests("FiguresTests", ["BusinessTime", "Contract", "Figures", "Policy"]),
        tests("DemoTests", ["Contract", "Demo"]),
        tests("TemplatesTests", ["Policy", "Templates"]),
        tests("PipelineTests", ["Contract", "Pipeline", "Postgres", "Redis", lifecycle, logging]),
        tests("PagesTests", ["Pages"]),
        tests("ChartsTests", ["Charts", "Pages"]),
        tests(
            "DashboardTests",
            [
                "BusinessTime", "Charts", "Contract", "Dashboard", "Figures", "Pages", "Policy", "Postgres", "Program",
                hummingbird,
            ]
        ),
        tests(
            "ProgramTests",
            [
                "Contract", "Pages", "Pipeline", "Postgres", "Program", "Redis", "SiteKit", "Traces",
                coreMetrics, hummingbird, lifecycle, logging,
            ],
            exclude: ["supervisor.py"]
        ),
        tests("IngestTests", ["Contract", "Ingest", "Pipeline", "Postgres", "Redis"]),
        tests(
            "RoutingTests",
            ["Clocks", "Contract", "Ingest", "Pipeline", "Policy", "PolicyStore", "Postgres", "Routing", "Triage"]
        ),
        tests("MailTests", ["Contract", "Mail"], exclude: ["inspect-mail.py", "mail-server.py"]),
        tests("TriageTests", ["Triage"]),
        tests("SatisfactionTests", ["Satisfaction"]),
        tests(
            "SurveyTests",
            [
                "Contract", "Pipeline", "Policy", "Postgres", "Program", "Redis", "Satisfaction", "SiteKit", "Survey",
            ]
        ),
        tests(
            "SLAMonitorTests",
            ["Clocks", "Contract", "Ingest", "Pipeline", "Policy", "Postgres", "Routing", "SLAMonitor"]
        ),
        tests(
            "MetricsAggregatorTests",
            [
                "BusinessTime", "Contract", "Dashboard", "FigureAPI", "Figures", "Ingest", "MetricsAggregator",
                "Notifier",
                "Pipeline", "Policy", "Postgres", "Program", "Redis", "Routing", "SLAMonitor", "Survey", hummingbird,
                logging,
            ]
        ),
        tests(
            "NotifierTests",
            [
                "Contract", "Figures", "Mail", "Notifier", "Pipeline", "Policy", "PolicyStore", "Postgres", "Program",
                "Redis", "SiteKit", "Webhooks", lifecycle, logging,
            ]
        ),
        tests(
            "WebhooksTests",
            ["Contract", "Program", "Webhooks"],
            exclude: ["addresses.py", "receiver.py", "signatures.py"]
        ),
        tests(
            "OperatorToolTests",
            ["Contract", "OperatorTool", "Pipeline", "Policy", "Postgres", "Program", "Redis", crypto]
        ),
        tests(
            "TracesTests",
            ["Contract", "Pipeline", "Program", "Traces", coreMetrics, lifecycle, logging],
            exclude: ["collector.py"]
        ),
        tests("IntegrationTests", ["Contract", "Postgres", "Redis"]),
    ],
    swiftLanguageModes: [.v6]
)
