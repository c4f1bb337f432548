// swift-tools-version: 6.2
// The modules of fathom and what each may build on; Tests/HouseTests holds the import table.

import PackageDescription

/// Settings of every Swift module of ours.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Closures over elements (`tensor.map { … }`) become loops only when they are specialized across
/// modules.
let fast: [SwiftSetting] = [
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))
]

/// Settings of the modules in which no unsafe construct may hide: all but Kernels and Terminals,
/// which are the homes of unsafe code.
let safe: [SwiftSetting] = strict + fast + [.strictMemorySafety()]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: safe)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: strict)
}

let package = Package(
  name: "fathom",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "fathom", targets: ["fathom"]),
    .executable(name: "fathom-bench", targets: ["fathom-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // System libraries
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "CEditLine", linkerSettings: [.linkedLibrary("edit")]),

    // Numbers
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=fast"])]),
    .target(
      name: "Kernels", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: strict + fast),
    module("Tensors", ["Kernels"]),
    module("Layers", ["Tensors", "Kernels"]),
    module("Networks", ["Layers", "Tensors", "Kernels"]),
    module("Datasets", ["Tensors", "CZlib"]),

    // Words
    module("Reports", []),
    module("Renderers", ["Reports"]),
    module("Grammars", ["Reports"]),
    module("Lessons", ["Reports"]),

    // The bridge
    module("Architectures", ["Networks", "Layers", "Tensors", "Grammars", "Reports"]),
    module("Probes", ["Networks", "Layers", "Tensors", "Kernels", "Reports"]),
    module("Theory", ["Networks", "Layers", "Tensors", "Kernels"]),
    module(
      "Sessions",
      [
        "Networks", "Layers", "Tensors", "Kernels", "Datasets", "Grammars", "Lessons", "Reports",
        "Architectures",
      ]),
    module(
      "Commands",
      [
        "Sessions", "Probes", "Theory", "Architectures", "Networks", "Layers", "Tensors", "Kernels",
        "Datasets", "Grammars", "Lessons", "Reports",
      ]),

    // The outside
    .target(name: "Terminals", dependencies: ["CEditLine"], swiftSettings: strict),
    .executableTarget(
      name: "fathom",
      dependencies: [
        "Commands", "Sessions", "Datasets", "Grammars", "Lessons", "Renderers", "Reports",
        "Terminals",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "fathom-bench",
      dependencies: [
        "Commands", "Sessions", "Probes", "Networks", "Layers", "Tensors", "Kernels", "Datasets",
        "Renderers", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests
    tests("KernelsTests", ["Kernels"]),
    tests("LayersTests", ["Layers", "Tensors"], resources: [.copy("Golden")]),
    tests("NetworksTests", ["Networks", "Layers", "Tensors"]),
    tests("DatasetsTests", ["Datasets", "Tensors"], exclude: ["Golden"]),
    tests("GrammarsTests", ["Grammars", "Reports"]),
    tests("LessonsTests", ["Lessons", "Reports"], exclude: ["Malformed"]),
    tests("RenderersTests", ["Renderers", "Reports"]),
    tests(
      "SessionsTests",
      [
        "Commands", "Sessions", "Architectures", "Networks", "Layers", "Tensors", "Datasets",
        "Renderers", "Reports", "Grammars", "Lessons",
      ], resources: [.copy("Golden")]),
    tests(
      "ProbesTests", ["Probes", "Networks", "Layers", "Tensors"], resources: [.copy("Golden")]),
    tests("TheoryTests", ["Theory", "Networks", "Tensors", "Kernels"]),
    tests("ProgramTests", ["Terminals"], exclude: ["laws.fathom"]),
    tests("HouseTests", []),
  ]
)
