/// A file that pages refer to, such as a stylesheet; its path names its content, so that browsers may keep it for ever.
package struct Asset: Sendable {
    package let content: [UInt8]
    package let mediaType: String
    /// Where it is served, such as `/assets/style-1b2c….css`.
    package let link: Link

    /// An asset with a name such as `style.css`.
    package init(_ name: String, mediaType: String, content: [UInt8]) {
        self.content = content
        self.mediaType = mediaType
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        link = Link(Self.folder, "\(name[..<dot])-\(Self.fingerprint(of: content))\(name[dot...])")
    }

    /// The first part of the path of every asset.
    package static let folder = "assets"

    /// The stylesheet of all pages.
    package static let stylesheet = Asset("style.css", mediaType: "text/css", content: PackageResources.style_css)

    /// FNV-1a in 64 bits, which is to tell versions apart, not to withstand forgery.
    private static func fingerprint(of content: [UInt8]) -> String {
        let hash = content.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
