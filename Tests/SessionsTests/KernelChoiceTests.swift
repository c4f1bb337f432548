// The fast kernels against the plain ones, through whole networks.

import Layers
import Networks
import Sessions
import Tensors
import Testing

@Suite("Kernels of a session") struct KernelChoiceTests {
  /// Relative, of gradients through some ten layers of Float32.
  private static let tolerance = 1e-3

  private static let networks = [
    "vgg(8)", "vgg(8, norm=batch, skip=true)", "resnet(8, width=16)",
    "conv(16, kernel=5, stride=2) -> relu -> conv(32, kernel=1) -> bn -> tanh -> maxpool(2) -> "
      + "conv(6, kernel=3, groups=2) -> flatten -> dense(10)",
    "mlp(3, 32, norm=batch)",
  ]

  @Test(arguments: networks)
  func `loss and gradients are the same but for rounding`(network: String) throws {
    var norms: [[Double]] = []
    for kernels in ["fast", "reference"] {
      var session = sitting()
      for cell in session.submit(
        "data shapes examples=20; batch 2; net = \(network); set kernels \(kernels)")
      { #expect(cell.trouble == nil) }
      for cell in session.submit("forward; backward") { #expect(cell.trouble == nil) }
      let run = try #require(try session.workspace.activeModel().run)
      norms.append([try #require(run.loss).value] + run.gradientsByName.tensors.map(\.norm))
    }
    #expect(norms[0] != norms[1])
    // A bias before batch norm has the gradient 0, of which only rounding is left.
    let least = 1e-3 * (norms[1].max() ?? 0)
    for (fast, reference) in zip(norms[0], norms[1]) {
      #expect(abs(fast - reference) <= Self.tolerance * max(reference, least))
    }
  }

  @Test func `a wrong choice is refused`() throws {
    var session = sitting()
    let cell = try #require(session.submit("set kernels slow").last)
    #expect(cell.trouble?.contains("kernels are fast or reference") == true)
  }
}
