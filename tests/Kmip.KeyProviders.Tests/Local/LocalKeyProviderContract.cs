using System.Text;
using Kmip.KeyProviders.Contract;

namespace Kmip.KeyProviders.Tests.Local;

/// <summary>The shared contract, for the local provider.</summary>
public sealed class LocalKeyProviderContract : KeyProviderContract
{
    private static readonly byte[] FirstKey = Encoding.ASCII.GetBytes("canary-local-key-first-012345678");
    private static readonly byte[] SecondKey = Encoding.ASCII.GetBytes("canary-local-key-second-01234567");

    protected override IReadOnlyList<string> Secrets { get; } =
    [
        .. new[] { FirstKey, SecondKey }.SelectMany(k => new[] { Encoding.ASCII.GetString(k), Convert.ToHexString(k), Convert.ToBase64String(k) }),
    ];

    protected override ValueTask<IKeyProvider> CreateAsync(ContractKey key) =>
        ValueTask.FromResult<IKeyProvider>(new LocalKeyProvider(key == ContractKey.First ? FirstKey : SecondKey));
}
