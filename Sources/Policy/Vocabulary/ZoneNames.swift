/// The names of the IANA time zones, links included.
///
/// They are part of the program, so that a stored policy is sound or faulty on every machine alike.
enum ZoneNames {
    static let all = Set(
        String(decoding: PackageResources.zones_txt, as: UTF8.self).split(separator: "\n").map(String.init)
    )
}
