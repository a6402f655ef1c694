/// Markup whose texts have been escaped by whoever made it.
///
/// A type of its own, so that plain text is never taken for it by mistake.
package struct HTMLText: Hashable, Sendable {
    /// The markup.
    package let markup: String

    /// Markup that comes from a template which escapes what it is given.
    package init(escaped markup: String) {
        self.markup = markup
    }
}
