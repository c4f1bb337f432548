// Stepping, in whatever portions, is the pass itself.

import Layers
import Networks
import Tensors
import Testing

@Suite struct RunTests {
  private static let seeds = Array(1...12)

  @Test(arguments: seeds)
  func `stepping to the end is forward and backward, bit for bit`(seed: Int) throws {
    let start = try run(randomNetwork(seed), seed: seed)
    var stepped = start
    while stepped.step() {}
    var whole = start
    whole.finishForward()
    #expect(whole.isForwardDone && whole.loss != nil && whole.gradientsByName.isEmpty)
    whole.finish()
    #expect(stepped.isBackwardDone && whole.isBackwardDone)
    #expect(stepped.position == whole.position)
    #expect(stepped.values == whole.values)
    #expect(stepped.gradients == whole.gradients)
    #expect(stepped.gradientsByName == whole.gradientsByName)
    #expect(stepped.network.buffers == whole.network.buffers)
  }

  @Test(arguments: seeds)
  func `a step goes on from an earlier value as it did the first time`(seed: Int) throws {
    var current = try run(randomNetwork(seed), seed: seed)
    while current.next != nil {
      var again = current
      current.step()
      again.step()
      #expect(again.values == current.values && again.gradients == current.gradients)
      #expect(again.last == current.last)
    }
    let hasStepped = current.step()
    #expect(!hasStepped)
  }

  @Test(arguments: seeds)
  func `a run that lets gradients go finds the same ones for the parameters`(seed: Int) throws {
    let network = try randomNetwork(seed)
    var keeping = try run(network, seed: seed)
    var forgetful = try run(network, seed: seed, keepsGradients: false)
    keeping.finish()
    forgetful.finish()
    #expect(keeping.gradientsByName == forgetful.gradientsByName)
    #expect(keeping.gradientsByName.names == network.parameters.names)
    #expect(keeping.network.buffers == forgetful.network.buffers)
  }

  @Test(arguments: seeds)
  func `running statistics move in training only`(seed: Int) throws {
    let network = try randomNetwork(seed)
    var pass = try run(network, seed: seed)
    pass.finish()
    #expect(pass.network.parameters == network.parameters)
    if pass.phase == .evaluation || network.buffers.isEmpty {
      #expect(pass.network.buffers == network.buffers)
    } else {
      #expect(pass.network.buffers != network.buffers)
    }
  }

  @Test func `cancelling stops between two steps and loses nothing`() throws {
    let start = try run(randomNetwork(4), seed: 4)
    var interrupted = start
    var polls = 0
    interrupted.finish {
      polls += 1
      return polls > 3
    }
    #expect(interrupted.position == 3)
    interrupted.finish()
    var whole = start
    whole.finish()
    #expect(interrupted.gradientsByName == whole.gradientsByName)
  }
}
