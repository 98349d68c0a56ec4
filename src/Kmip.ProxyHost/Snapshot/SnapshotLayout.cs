namespace Kmip.ProxyHost.Snapshot;

/// <summary>
/// The one class that knows where things lie in a dbpath (docs/reference/snapshot-layout.md):
/// <c>cloudProviderCredentials/KEYID.PROVIDER.metadata</c> and, where the wrapped key is not in the metadata, <c>KEYID.PROVIDER.key</c> beside it.
/// </summary>
internal sealed class SnapshotLayout
{
    /// <summary>The directory that MongoDB documents.</summary>
    public const string DirectoryName = "cloudProviderCredentials";

    /// <summary>How the name of a metadata file ends.</summary>
    public const string MetadataSuffix = ".metadata";

    /// <summary>How the name of a wrapped key file ends.</summary>
    public const string WrappedKeySuffix = ".key";

    /// <summary>
    /// The longest key identifier. Every file name made from it (with provider, suffix and the name of a temporary file) stays below the 255 bytes
    /// that file systems allow, so a client cannot make a write fail by the length of a name.
    /// </summary>
    public const int MaximumKeyIdLength = 128;

    /// <summary>A file of the layout may be this long; the rest is never read. Stops a planted file from filling memory.</summary>
    public const int MaximumFileLength = 1024 * 1024;

    /// <summary>The certificate of the authority that mongod is told to trust.</summary>
    public const string AuthorityFileName = "kmipCA.pem";

    /// <summary>The client's certificate and key that mongod is told to use.</summary>
    public const string ClientFileName = "kmipClient.pem";

    /// <summary>The server's identity, sealed under a master key, so that a restart does not change the certificates.</summary>
    public const string IdentityFileName = "kmipIdentity.sealed";

    /// <summary>The layout below a dbpath.</summary>
    public SnapshotLayout(string databasePath)
    {
        DatabasePath = databasePath;
        CredentialsDirectory = Path.Combine(databasePath, DirectoryName);
    }

    /// <summary>The dbpath as the operator wrote it.</summary>
    public string DatabasePath { get; }

    /// <summary>Where metadata and wrapped keys lie.</summary>
    public string CredentialsDirectory { get; }

    /// <summary>The metadata file of a key. Throws <see cref="ArgumentException"/> for an identifier that is not safe in a file name.</summary>
    public string MetadataPath(string keyId, CloudProvider provider) => PathOf(keyId, provider, MetadataSuffix);

    /// <summary>A change of several files that is not finished yet; there only after a crash.</summary>
    public string CommitJournalPath => Path.Combine(CredentialsDirectory, ".kmip-proxy.commit");

    /// <summary>The file that holds the wrapped key where the metadata does not.</summary>
    public string WrappedKeyPath(string keyId, CloudProvider provider) => PathOf(keyId, provider, WrappedKeySuffix);

    /// <summary>
    /// True for an identifier that can stand in a file name: 1 to 128 ASCII letters, digits and <c>- _ . : @ + =</c>, no leading dot and no two dots
    /// in a row. A whitelist, since the identifier comes from clients and from file names that others chose: no separator, no
    /// escape, no control character can pass, so no path can leave the directory.
    /// </summary>
    public static bool IsSafeKeyId(ReadOnlySpan<char> keyId)
    {
        if (keyId.Length is 0 or > MaximumKeyIdLength || keyId[0] == '.' || keyId[^1] == '.' || keyId.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (char c in keyId)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"-_.:@+=".Contains(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes the name of a metadata file apart; explains in <paramref name="problem"/> why it is not one of ours.</summary>
    public static bool TryParseMetadataName(string fileName, out string keyId, out CloudProvider provider, out string problem)
    {
        keyId = "";
        provider = default;
        problem = "";
        string stem = fileName[..^MetadataSuffix.Length];
        int dot = stem.LastIndexOf('.');
        if (dot <= 0)
        {
            problem = "its name is not KEYID.PROVIDER.metadata";
            return false;
        }

        if (!CloudProviders.TryParse(stem[(dot + 1)..], out provider))
        {
            problem = "its provider is not " + CloudProviders.All;
            return false;
        }

        keyId = stem[..dot];
        if (!IsSafeKeyId(keyId))
        {
            problem = $"its key identifier is longer than {MaximumKeyIdLength} characters or has characters other than letters, digits and - _ . : @ + =";
            return false;
        }

        return true;
    }

    private string PathOf(string keyId, CloudProvider provider, string suffix)
    {
        if (!IsSafeKeyId(keyId))
        {
            throw new ArgumentException("The key identifier is not safe in a file name.", nameof(keyId));
        }

        return Path.Combine(CredentialsDirectory, keyId + "." + provider.Name() + suffix);
    }
}
