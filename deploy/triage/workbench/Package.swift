// swift-tools-version: 6.2
import PackageDescription

// Trains and measures the default model without building the rest; see README.md beside this file.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "triage-workbench",
    targets: [
        .target(name: "Triage", swiftSettings: settings),
        .executableTarget(name: "workbench", dependencies: ["Triage"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
