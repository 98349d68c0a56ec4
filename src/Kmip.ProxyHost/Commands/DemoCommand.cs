using System.Globalization;
using System.Security.Cryptography;
using Kmip.KeyProviders;
using Kmip.ProxyHost.Cli;
using Kmip.ProxyHost.Logging;
using Kmip.ProxyHost.Serving;
using Kmip.ProxyHost.Snapshot;

namespace Kmip.ProxyHost.Commands;

/// <summary>
/// <c>demo</c>: the whole way of a master key on this machine alone. A key file stands in for the cloud, our own client for mongod. Nothing but the
/// loopback is used, nothing secret is shown, nothing is left behind.
/// </summary>
internal static class DemoCommand
{
    private const string KeyId = "demo-key";

    /// <summary>Runs the command. Success only where the key that came over the network is the one that was wrapped.</summary>
    public static async Task<ExitCode> RunAsync(ProxyContext context, CancellationToken cancellationToken)
    {
        using StopSignals signals = new();
        return await signals.WaitForAsync(RunAsync(context, signals, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<ExitCode> RunAsync(ProxyContext context, StopSignals signals, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kmip-proxy-demo-");
        byte[] masterKey = RandomNumberGenerator.GetBytes(WrappedKey.MasterKeyLength);
        DemoSteps steps = new(context.Log);
        ExitCode code;
        try
        {
            code = await RunAsync(context, steps, folder.FullName, masterKey, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Log.Error("interrupted");
            code = ExitCode.Interrupted;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(masterKey);
            folder.Delete(recursive: true);
        }

        steps.Say("Stopped, and removed " + folder.FullName + ".");
        return code;
    }

    private static async Task<ExitCode> RunAsync(ProxyContext outer, DemoSteps steps, string folder, byte[] masterKey, CancellationToken cancellationToken)
    {
        string databasePath = Path.Combine(folder, "db");
        string keyFile = Path.Combine(folder, "local.key");
        Directory.CreateDirectory(databasePath);
        LocalKeyProvider.CreateKeyFile(keyFile);
        steps.Say($"Made an empty dbpath, {databasePath}, and a key file that stands in for the cloud's key, {keyFile}.");

        ProxyContext context = Inner(outer, ["-dbpath", databasePath, "-cloudProvider", "local", "--localKeyFile", keyFile, "-kmipPort", "0"]);
        string metadata = await AddKeyCommand.WrapAndWriteAsync(
            context, new SnapshotLayout(databasePath), CloudProvider.Local, KeyId, masterKey, cancellationToken).ConfigureAwait(false);
        steps.Say($"Wrapped a new master key of {masterKey.Length} bytes as an encrypted snapshot has it (kmip-proxy add-key): {metadata}.");

        await using RunningProxy proxy = await RunningProxy.StartAsync(context, cancellationToken).ConfigureAwait(false);
        steps.Say($"Unwrapped it again and serve it over KMIP (kmip-proxy -dbpath ... -kmipPort 0) on {proxy.EndPoint}; only the holder of "
            + $"{proxy.Identity.ClientPath} may ask for it.");
        MongodCommand command = MongodCommand.For(databasePath, 27017, proxy.EndPoint.Port, proxy.Identity.AuthorityPath, proxy.Identity.ClientPath, [KeyId])[0];
        steps.Say("A mongod would now be started with: " + command.Current);

        bool identical = await DemoClient.FetchAsync(proxy, KeyId, masterKey, steps, outer.Options.Has(ProxyOptions.Tls13), cancellationToken).ConfigureAwait(false);
        await proxy.StopAsync().ConfigureAwait(false);
        return identical ? ExitCode.Success : throw new ProxyException(ExitCode.Internal, "the key that came back is not the key that was wrapped");
    }

    /// <summary>The same surroundings with other options; of what the parts say only warnings are shown, the steps tell the rest.</summary>
    private static ProxyContext Inner(ProxyContext outer, string[] arguments) => new()
    {
        Options = ProxyCommandLine.Parse(outer.Options.Has(ProxyOptions.Tls13) ? [.. arguments, "--tls13"] : arguments),
        Files = outer.Files,
        Environment = static _ => null,
        Time = outer.Time,
        Log = outer.Log.WithVerbosity(outer.Log.Verbosity is LogVerbosity.Info ? LogVerbosity.Warning : outer.Log.Verbosity),
        Output = outer.Output,
        Providers = outer.Providers,
    };
}

/// <summary>Numbers the steps.</summary>
internal sealed class DemoSteps(ProxyLog log)
{
    private int _number;

    /// <summary>Says what was done.</summary>
    public void Say(string text)
    {
        _number++;
        log.Result("step", [string.Create(CultureInfo.InvariantCulture, $"{_number}. {text}")], writer =>
        {
            writer.WriteNumber("step", _number);
            writer.WriteString("message", text);
        });
    }
}
