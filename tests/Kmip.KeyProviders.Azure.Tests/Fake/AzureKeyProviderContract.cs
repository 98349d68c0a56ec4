using Kmip.FakeAzure.Hosting;
using Kmip.FakeAzure.Vault;
using Kmip.KeyProviders.Contract;

namespace Kmip.KeyProviders.Azure.Tests.Fake;

/// <summary>The shared contract over HTTP against the fake, with an RSA key of 2048 bits.</summary>
public sealed class AzureKeyProviderContract(FakeAzureFixture fake) : KeyProviderContract, IClassFixture<FakeAzureFixture>
{
    protected override IReadOnlyList<string> Secrets => [fake.Application.Secret, FakeAzureServer.VendorText, .. fake.Server.Entra.Issued];

    protected override int LongestDataKey => 33;

    protected override ValueTask<IKeyProvider> CreateAsync(ContractKey key) =>
        ValueTask.FromResult<IKeyProvider>(fake.Provider((key == ContractKey.First ? fake.Key : fake.OtherKey).Id));
}

/// <summary>The same with a symmetric key and AES-GCM.</summary>
public sealed class AzureSymmetricContract(FakeAzureFixture fake) : KeyProviderContract, IClassFixture<FakeAzureFixture>
{
    private readonly FakeKey _first = fake.Server.Vault.CreateKey("symmetric-1-" + Guid.NewGuid().ToString("N"), FakeKey.Symmetric);
    private readonly FakeKey _second = fake.Server.Vault.CreateKey("symmetric-2-" + Guid.NewGuid().ToString("N"), FakeKey.Symmetric);

    protected override IReadOnlyList<string> Secrets => [fake.Application.Secret, FakeAzureServer.VendorText, .. fake.Server.Entra.Issued];

    protected override ValueTask<IKeyProvider> CreateAsync(ContractKey key) =>
        ValueTask.FromResult<IKeyProvider>(fake.Provider((key == ContractKey.First ? _first : _second).Id, algorithm: "A256GCM"));
}
