namespace Kmip.FakeGcp.Hosting;

/// <summary>What a test may want to know of a request that arrived.</summary>
/// <param name="Service"><c>kms</c>, <c>token</c>, <c>sts</c>, <c>iam</c>, <c>metadata</c> or <c>other</c>.</param>
/// <param name="Path">The path.</param>
/// <param name="Authorization">The header of that name.</param>
/// <param name="QuotaProject">The header x-goog-user-project.</param>
/// <param name="Body">The body as text.</param>
public sealed record RecordedRequest(string Service, string Path, string? Authorization, string? QuotaProject, string Body);
