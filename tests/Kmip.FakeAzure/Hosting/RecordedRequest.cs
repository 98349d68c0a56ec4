namespace Kmip.FakeAzure.Hosting;

/// <summary>What a test may want to know of a request that arrived.</summary>
/// <param name="Service"><c>vault</c>, <c>token</c>, <c>machine</c> or <c>other</c>.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">The query with its question mark.</param>
/// <param name="Authorization">The header of that name.</param>
/// <param name="Body">The body as text.</param>
public sealed record RecordedRequest(string Service, string Path, string Query, string? Authorization, string Body);
