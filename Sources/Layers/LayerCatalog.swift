// Every kind of layer there is: a new layer is its file and one line here.

/// The kinds of layers, in the order of `help layers`.
package let layerCatalog: [any Layer.Type] = [
  Dense.self,
  LeakyReLU.self,
]
