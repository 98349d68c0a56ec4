using Kmip.FakeGcp.Faults;
using Kmip.FakeGcp.Kms;

namespace Kmip.KeyProviders.Gcp.Tests.Fake;

/// <summary>Checksums that are wrong, missing or not confirmed: retried, then final, and the key never leaves.</summary>
[Trait("Abuse", "A120")]
public sealed class GcpIntegrityTests(FakeGcpFixture fake) : IClassFixture<FakeGcpFixture>
{
    private static readonly RetryPolicy Quick = new() { Deadline = TimeSpan.FromSeconds(4), BaseDelay = TimeSpan.FromMilliseconds(1) };

    [Theory]
    [InlineData(FaultKind.WrongChecksum)]
    [InlineData(FaultKind.NoChecksum)]
    [InlineData(FaultKind.ChangedData)]
    public async Task A_key_whose_checksum_never_fits_is_not_returned(FaultKind kind)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Requests.Clear();
        fake.Server.Faults.Add(new Fault(kind));
        KeyProviderException failure = await FakeGcpFixture.FailAsync(fake.Provider(policy: Quick), wrapped);
        fake.Server.Faults.Clear();
        Assert.Equal((KeyProviderError.IntegrityCheckFailed, 4), (failure.Error, failure.Attempts));
        Assert.Equal(4, fake.Server.Requests.Count(r => r.Service == "kms"));
    }

    [Theory]
    [InlineData(FaultKind.WrongChecksum)]
    [InlineData(FaultKind.NoChecksum)]
    [InlineData(FaultKind.ChangedData)]
    public async Task One_damaged_answer_does_no_harm(FaultKind kind)
    {
        byte[] wrapped = await fake.WrapAsync();
        fake.Server.Faults.Add(new Fault(kind) { Count = 1 });
        Assert.Equal(32, await fake.Provider(policy: Quick).UnwrapAsync(wrapped, new byte[32], CancellationToken.None));
    }

    [Theory]
    [InlineData(FaultKind.NotVerified)]
    [InlineData(FaultKind.WrongChecksum)]
    [InlineData(FaultKind.NoChecksum)]
    [InlineData(FaultKind.ChangedData)]
    public async Task A_wrapping_that_may_be_damaged_is_not_returned(FaultKind kind)
    {
        fake.Server.Faults.Add(new Fault(kind));
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(
            async () => await fake.Provider(policy: Quick, authenticated: [1]).WrapAsync(new byte[32], CancellationToken.None));
        fake.Server.Faults.Clear();
        Assert.Equal((KeyProviderError.IntegrityCheckFailed, 4), (failure.Error, failure.Attempts));
    }

    [Theory]
    [InlineData(FaultKind.NotVerified)]
    [InlineData(FaultKind.WrongChecksum)]
    [InlineData(FaultKind.ChangedData)]
    public async Task The_same_holds_for_asymmetric_keys(FaultKind kind)
    {
        FakeKey key = fake.Server.Kms.CreateKey("rsa-" + kind, "RSA_DECRYPT_OAEP_2048_SHA256");
        GcpKeyProvider provider = fake.Provider(key.Name + "/cryptoKeyVersions/1", policy: Quick, asymmetric: true);
        byte[] wrapped = await provider.WrapAsync(new byte[32], CancellationToken.None);
        fake.Server.Faults.Add(new Fault(kind));
        KeyProviderException failure = await FakeGcpFixture.FailAsync(provider, wrapped);
        fake.Server.Faults.Clear();
        Assert.Equal((KeyProviderError.IntegrityCheckFailed, 4), (failure.Error, failure.Attempts));
    }

    [Fact]
    public async Task A_damaged_public_key_is_not_used()
    {
        FakeKey key = fake.Server.Kms.CreateKey("rsa-pem", "RSA_DECRYPT_OAEP_2048_SHA1");
        fake.Server.Faults.Add(new Fault(FaultKind.WrongChecksum));
        KeyProviderException failure = await Assert.ThrowsAsync<KeyProviderException>(
            async () => await fake.Provider(key.Name + "/cryptoKeyVersions/1", policy: Quick, asymmetric: true).WrapAsync(new byte[32], CancellationToken.None));
        fake.Server.Faults.Clear();
        Assert.Equal(KeyProviderError.IntegrityCheckFailed, failure.Error);
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("12345678", 0x6087809Au)]
    public void The_checksum_is_that_of_the_standard(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Compute(System.Text.Encoding.ASCII.GetBytes(text)));
}
