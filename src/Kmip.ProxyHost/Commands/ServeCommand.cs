using Kmip.ProxyHost.Serving;

namespace Kmip.ProxyHost.Commands;

/// <summary>No subcommand: serves a dbpath until a signal comes, or until the command after <c>--</c> ends.</summary>
internal static class ServeCommand
{
    /// <summary>Runs the command. The end of the token is an orderly stop, as SIGTERM is.</summary>
    public static async Task<ExitCode> RunAsync(ProxyContext context, CancellationToken cancellationToken)
    {
        int mongodPort = LocalPort.OfMongod(context);
        using StopSignals signals = new();
        return await signals.WaitForAsync(ServeAsync(context, mongodPort, signals, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task<ExitCode> ServeAsync(ProxyContext context, int mongodPort, StopSignals signals, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Token, cancellationToken);
        try
        {
            await using RunningProxy proxy = await RunningProxy.StartAsync(context, stop.Token).ConfigureAwait(false);
            StartReport.Write(context, proxy, mongodPort);
            try
            {
                return context.Options.Child.Count > 0
                    ? await ChildProcess.RunAsync(context, signals, stop.Token).ConfigureAwait(false)
                    : await UntilAsync(stop.Token).ConfigureAwait(false);
            }
            finally
            {
                context.Log.Info("stopping");
                await proxy.StopAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            context.Log.Error("stopped before it served");
            return ExitCode.Interrupted;
        }
    }

    private static async Task<ExitCode> UntilAsync(CancellationToken stop)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return ExitCode.Success;
    }
}
