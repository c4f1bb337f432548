// Every law there is: a new one is its declaration in a file of its family and one line here.

/// The laws, in the order of `theory`.
package let lawCatalog: [Law] = [
  // signals
  .heReLU, .lecunReLU, .standardReLU, .rectifiedMoments, .gains, .correlationMap,
  // gradients and Jacobians
  .slopes, .sigmoidGradient, .orderAndChaos, .layerJacobian, .marchenkoPastur, .spectralEdges,
  .spectralVariance, .productNorm, .logNorm,
  // batch norm and residual blocks
  .batchNormGrowth, .linearBatchNorm, .residualDoubling, .residualBatchNorm,
  // shattering
  .shatteredBatchNorm, .shatteredPlain, .shatteredResidual, .shatteredResidualBatchNorm,
  .stochasticDepth,
]

/// The law called `name`, or whose number it is; hyphens, spaces and underscores alike.
package func law(named name: String) -> Law? {
  if let number = Int(name) { return lawCatalog.first { $0.number == number } }
  let name = name.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
  return lawCatalog.first { $0.name == name }
}
