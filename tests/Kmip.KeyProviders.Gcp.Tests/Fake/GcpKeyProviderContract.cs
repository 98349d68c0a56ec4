using Kmip.FakeGcp.Hosting;
using Kmip.KeyProviders.Contract;

namespace Kmip.KeyProviders.Gcp.Tests.Fake;

/// <summary>The shared contract over HTTP against the fake, with Google's library for the tokens.</summary>
public sealed class GcpKeyProviderContract(FakeGcpFixture fake) : KeyProviderContract, IClassFixture<FakeGcpFixture>
{
    protected override IReadOnlyList<string> Secrets => [fake.Account.PrivateKey, FakeGcpServer.VendorText, .. fake.Server.Tokens.Issued];

    protected override ValueTask<IKeyProvider> CreateAsync(ContractKey key) =>
        ValueTask.FromResult<IKeyProvider>(fake.Provider((key == ContractKey.First ? fake.Key : fake.OtherKey).Name, google: true));
}

/// <summary>The same with the provider's own token source, as native AOT builds have it.</summary>
public sealed class GcpOwnTokenContract(FakeGcpFixture fake) : KeyProviderContract, IClassFixture<FakeGcpFixture>
{
    protected override IReadOnlyList<string> Secrets => [fake.Account.PrivateKey, FakeGcpServer.VendorText, .. fake.Server.Tokens.Issued];

    protected override ValueTask<IKeyProvider> CreateAsync(ContractKey key) =>
        ValueTask.FromResult<IKeyProvider>(fake.Provider((key == ContractKey.First ? fake.Key : fake.OtherKey).Name, google: false));
}
