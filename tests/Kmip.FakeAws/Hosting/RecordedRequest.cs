namespace Kmip.FakeAws.Hosting;

/// <summary>What a test may want to know of a request that arrived.</summary>
/// <param name="Service"><c>kms</c> or <c>sts</c>.</param>
/// <param name="Operation">Such as <c>Decrypt</c>.</param>
/// <param name="AccessKeyId">Who signed it, as far as it says.</param>
/// <param name="Body">The body as text.</param>
public sealed record RecordedRequest(string Service, string Operation, string? AccessKeyId, string Body);
