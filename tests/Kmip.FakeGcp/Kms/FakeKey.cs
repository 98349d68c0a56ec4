using System.Security.Cryptography;

namespace Kmip.FakeGcp.Kms;

/// <summary>A key with its versions; the last one is the primary.</summary>
public sealed class FakeKey(string name, string algorithm)
{
    public const string Symmetric = "GOOGLE_SYMMETRIC_ENCRYPTION";

    public string Name => name;

    public string Algorithm => algorithm;

    public bool IsSymmetric => algorithm == Symmetric;

    public List<FakeVersion> Versions { get; } = [new(1, algorithm)];

    public FakeVersion Rotate()
    {
        var version = new FakeVersion(Versions.Count + 1, algorithm);
        Versions.Add(version);
        return version;
    }
}

/// <summary>A version with its material.</summary>
public sealed class FakeVersion
{
    public FakeVersion(int number, string algorithm)
    {
        Number = number;
        if (algorithm == FakeKey.Symmetric)
        {
            Material = RandomNumberGenerator.GetBytes(32);
        }
        else
        {
            Rsa = RSA.Create(algorithm.Contains("_4096_", StringComparison.Ordinal) ? 4096 : algorithm.Contains("_3072_", StringComparison.Ordinal) ? 3072 : 2048);
        }
    }

    public int Number { get; }

    public byte[] Material { get; } = [];

    public RSA? Rsa { get; }

    /// <summary><c>ENABLED</c>, <c>DISABLED</c>, <c>DESTROY_SCHEDULED</c> or <c>DESTROYED</c>.</summary>
    public string State { get; set; } = "ENABLED";
}
