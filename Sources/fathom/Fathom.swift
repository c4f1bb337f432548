// The program: command line options, wired to the real world.

@main
struct Fathom {
  static func main() {}
}
