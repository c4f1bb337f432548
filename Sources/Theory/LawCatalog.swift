// Every law there is: a new one is its declaration in a file of its family and one line here.

/// The laws, in the order of `theory`.
package let lawCatalog: [Law] = [
  .heReLU, .standardReLU, .correlationMap,
  .layerJacobian,
  .batchNormGrowth,
]

/// The law called `name`.
package func law(named name: String) -> Law? { lawCatalog.first { $0.name == name } }
