using Kmip.KeyProviders.Contract;

namespace Kmip.KeyProviders.Aws.Tests.Fake;

/// <summary>The shared contract, for AWS over HTTP against the fake. The key is pinned, so that a wrong key is noticed.</summary>
public sealed class AwsKeyProviderContract(FakeAwsFixture fake) : KeyProviderContract, IClassFixture<FakeAwsFixture>
{
    protected override IReadOnlyList<string> Secrets => [fake.User.SecretAccessKey, fake.User.AccessKeyId, Kmip.FakeAws.Hosting.FakeAwsServer.VendorText];

    protected override ValueTask<IKeyProvider> CreateAsync(ContractKey key) =>
        ValueTask.FromResult<IKeyProvider>(fake.Provider(keyId: (key == ContractKey.First ? fake.Key : fake.OtherKey).Arn, pin: true));
}
