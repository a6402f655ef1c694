import Pages

/// The script that keeps an open page up to date; every page is complete without it.
enum LiveScript {
    static let asset = Asset("live.js", mediaType: "text/javascript", content: PackageResources.live_js)
}
