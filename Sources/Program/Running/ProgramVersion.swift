/// The version of the product, the same for all its programs.
package enum ProgramVersion {
    package static let text = "0.1.0"
}
