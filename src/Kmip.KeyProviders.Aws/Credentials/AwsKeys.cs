namespace Kmip.KeyProviders.Aws;

/// <summary>One set of credentials. Compared by reference: a refreshed set is another object. A class, so that no generated text prints it.</summary>
/// <param name="accessKeyId">The access key id.</param>
/// <param name="secretAccessKey">The secret.</param>
/// <param name="sessionToken">The token of temporary credentials.</param>
/// <param name="expires">When they end; null where that is not known.</param>
internal sealed class AwsKeys(string accessKeyId, string secretAccessKey, string? sessionToken, DateTimeOffset? expires = null)
{
    /// <summary>Credentials are renewed this long before they end, so that a request signed with them arrives in time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    public string AccessKeyId => accessKeyId;

    public string SecretAccessKey => secretAccessKey;

    public string? SessionToken => sessionToken;

    public DateTimeOffset? Expires => expires;

    public bool IsFresh(DateTimeOffset now) => expires is null || now < expires - Margin;

    public bool HasSameSecrets(AwsKeys other) =>
        AccessKeyId == other.AccessKeyId && SecretAccessKey == other.SecretAccessKey && SessionToken == other.SessionToken;

    /// <summary>Never the credentials.</summary>
    public override string ToString() => "AWS credentials";
}
