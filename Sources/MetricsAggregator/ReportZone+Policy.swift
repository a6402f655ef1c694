package import Figures
package import Policy

extension ReportZone {
    /// The zone that a policy names for its reports, or the default policy's.
    package static func inForce(_ document: Policy.Document?) -> ReportZone {
        document.flatMap { ReportZone($0.report.zone) } ?? ReportZone("Africa/Johannesburg") ?? .utc
    }
}
