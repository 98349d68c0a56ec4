using System.Security.Cryptography;

namespace Kmip.FakeAws.Kms;

/// <summary>A KMS key with its material.</summary>
public sealed class FakeKey(string region, string account)
{
    public string Id { get; } = Guid.NewGuid().ToString();

    public string Arn => $"arn:aws:kms:{region}:{account}:key/{Id}";

    public byte[] Material { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary><c>Enabled</c>, <c>Disabled</c> or <c>PendingDeletion</c>.</summary>
    public string State { get; set; } = "Enabled";

    /// <summary><c>ENCRYPT_DECRYPT</c> or <c>SIGN_VERIFY</c>.</summary>
    public string Usage { get; init; } = "ENCRYPT_DECRYPT";
}
