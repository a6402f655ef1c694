/// What the API offers, as OpenAPI 3.1.
enum OpenAPI {
    /// The description.
    static let text = String(decoding: PackageResources.openapi_json, as: UTF8.self)
}
