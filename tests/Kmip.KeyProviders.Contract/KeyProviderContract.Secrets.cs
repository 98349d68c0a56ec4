namespace Kmip.KeyProviders.Contract;

/// <summary>Nothing secret is ever printed.</summary>
public abstract partial class KeyProviderContract
{
    [Fact]
    [Trait("Abuse", "A90")]
    public async Task No_secret_stands_in_names_or_failures()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        IKeyProvider other = await CreateAsync(ContractKey.Second);
        byte[] dataKey = DataKey(32);
        byte[] wrapped = await provider.WrapAsync(dataKey, CancellationToken.None);
        string text = string.Join(
            '\n',
            provider.KeyId,
            provider.ToString(),
            await UnwrapFailsAsync(other, wrapped),
            await UnwrapFailsAsync(provider, wrapped.AsMemory(1)),
            await UnwrapFailsAsync(provider, wrapped, 31));
        AssertHoldsNoSecret(text, [Convert.ToHexString(dataKey), Convert.ToBase64String(dataKey)]);
    }

    [Fact]
    public async Task The_key_has_a_name()
    {
        IKeyProvider provider = await CreateAsync(ContractKey.First);
        Assert.NotEmpty(provider.KeyId);
        Assert.NotEqual(provider.KeyId, (await CreateAsync(ContractKey.Second)).KeyId);
    }

    /// <summary>Fails when one of <see cref="Secrets"/> or of <paramref name="more"/> stands in the text, without printing it.</summary>
    protected void AssertHoldsNoSecret(string text, params IEnumerable<string> more)
    {
        int index = 0;
        foreach (string secret in Secrets.Concat(more))
        {
            Assert.False(text.Contains(secret, StringComparison.OrdinalIgnoreCase), $"Secret {index} stands in the text.");
            index++;
        }
    }
}
