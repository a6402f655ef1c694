/// The policy that a new system starts with: `deploy/policy.yaml` as it was when the program was built.
package enum DefaultPolicy {
    /// The file's text.
    package static let yaml = String(decoding: PackageResources.policy_yaml, as: UTF8.self)
}
