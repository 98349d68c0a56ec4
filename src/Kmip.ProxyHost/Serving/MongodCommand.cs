using System.Globalization;

namespace Kmip.ProxyHost.Serving;

/// <summary>The commands that start mongod on the served dbpath, ready to be copied into a shell. They hold paths and numbers, no secret.</summary>
internal sealed class MongodCommand
{
    /// <summary>With more keys than this, one command with a placeholder is shown instead of one for each key.</summary>
    private const int MaximumCommands = 4;

    /// <summary>What stands for the key identifier where there are many.</summary>
    public const string Placeholder = "KEYID";

    private MongodCommand(string? keyId, string current, string? earlier)
    {
        KeyId = keyId;
        Current = current;
        Earlier = earlier;
    }

    /// <summary>The key that mongod asks for; null: mongod has a new one made.</summary>
    public string? KeyId { get; }

    /// <summary>For mongod 5.2, 5.3 and later: does not ask the server to activate the key, so one that is not active can be used.</summary>
    public string Current { get; }

    /// <summary>For earlier versions, which do not know <c>--kmipActivateKeys</c>; null where both are the same.</summary>
    public string? Earlier { get; }

    /// <summary>One pair of commands for each key; a placeholder where there are many; without a key identifier where there is none.</summary>
    public static IReadOnlyList<MongodCommand> For(
        string databasePath, int mongodPort, int kmipPort, string authorityPath, string clientPath, IReadOnlyList<string> keyIds)
    {
        string[] common =
        [
            "mongod", "--dbpath", Path.GetFullPath(databasePath), "--port", Number(mongodPort), "--enableEncryption", "--kmipServerName", "127.0.0.1",
            "--kmipPort", Number(kmipPort), "--kmipServerCAFile", Path.GetFullPath(authorityPath), "--kmipClientCertificateFile", Path.GetFullPath(clientPath),
        ];
        if (keyIds.Count == 0)
        {
            return [new MongodCommand(null, ShellText.Join(common), null)];
        }

        IEnumerable<string> shown = keyIds.Count > MaximumCommands ? [Placeholder] : keyIds;
        return [.. shown.Select(id => new MongodCommand(
            id,
            ShellText.Join([.. common, "--kmipKeyIdentifier", id, "--kmipActivateKeys", "false"]),
            ShellText.Join([.. common, "--kmipKeyIdentifier", id])))];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
