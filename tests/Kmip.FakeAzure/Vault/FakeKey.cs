using System.Security.Cryptography;

namespace Kmip.FakeAzure.Vault;

/// <summary>A key with its versions; the last one is the current.</summary>
public sealed class FakeKey(string name, string type)
{
    public const string Rsa = "RSA";

    /// <summary>A symmetric key of a managed HSM.</summary>
    public const string Symmetric = "oct-HSM";

    public string Name => name;

    public string Type => type;

    public List<FakeVersion> Versions { get; } = [new(type)];

    /// <summary>The identifier with the current version.</summary>
    public string Id => IdOf(Versions[^1]);

    /// <summary>The identifier without a version.</summary>
    public string BareId => $"https://{VaultService.Host}/keys/{name}";

    public bool IsEnabled { get; set; } = true;

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? Expires { get; set; }

    /// <summary>The operations the key permits, of those its type has.</summary>
    public HashSet<string> Operations { get; } = ["encrypt", "decrypt", "wrapkey", "unwrapkey", "get"];

    public string IdOf(FakeVersion version) => $"{BareId}/{version.Id}";

    public FakeVersion Rotate()
    {
        var version = new FakeVersion(type);
        Versions.Add(version);
        return version;
    }
}

/// <summary>A version with its material.</summary>
public sealed class FakeVersion
{
    public FakeVersion(string type)
    {
        if (type == FakeKey.Symmetric)
        {
            Material = RandomNumberGenerator.GetBytes(32);
        }
        else
        {
            Rsa = RSA.Create(2048);
        }
    }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public byte[] Material { get; } = [];

    public RSA? Rsa { get; }
}
