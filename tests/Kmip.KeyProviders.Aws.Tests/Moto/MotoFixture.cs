using Kmip.TestSupport;

namespace Kmip.KeyProviders.Aws.Tests.Moto;

/// <summary>One moto with two keys, users and a role, checking signatures and rights. Null where moto cannot be had.</summary>
public sealed class MotoFixture : IAsyncLifetime
{
    public MotoServer? Server { get; private set; }

    public string Key { get; private set; } = string.Empty;

    public string OtherKey { get; private set; } = string.Empty;

    public (string AccessKeyId, string SecretAccessKey) User { get; private set; }

    public (string AccessKeyId, string SecretAccessKey) Powerless { get; private set; }

    public string Role { get; private set; } = string.Empty;

    public async ValueTask InitializeAsync()
    {
        Server = await MotoServer.TryStartAsync();
        if (Server is null)
        {
            return;
        }

        Key = await Server.CreateKeyAsync();
        OtherKey = await Server.CreateKeyAsync();
        User = await Server.CreateUserAsync("kms:Encrypt", "kms:Decrypt", "sts:AssumeRole");
        Powerless = await Server.CreateUserAsync();
        Role = await Server.CreateRoleAsync("kms:Encrypt", "kms:Decrypt");
        await Server.EnforceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }
}
