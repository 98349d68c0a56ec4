namespace Kmip.FakeAws.Signing;

/// <summary>Somebody who may sign: an access key with its secret, and what it may do.</summary>
public sealed class Principal
{
    public required string AccessKeyId { get; init; }

    public required string SecretAccessKey { get; init; }

    /// <summary>The token that must come with requests; null for long-lived keys.</summary>
    public string? SessionToken { get; init; }

    /// <summary>When temporary credentials end; settable so that a test can end them early.</summary>
    public DateTimeOffset? Expires { get; set; }

    /// <summary>The actions it may use, such as <c>kms:Decrypt</c>; null: all.</summary>
    public IReadOnlySet<string>? Allowed { get; init; }

    public bool May(string action) => Allowed is null || Allowed.Contains(action);
}
