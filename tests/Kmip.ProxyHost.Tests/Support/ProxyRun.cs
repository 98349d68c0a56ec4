using Kmip.ProxyHost.Files;
using Kmip.ProxyHost.Keys;

namespace Kmip.ProxyHost.Tests.Support;

/// <summary>What one run of the program in this process came to.</summary>
internal sealed record ProxyRun(ExitCode ExitCode, string Output, string Error)
{
    /// <summary>Everything that was written.</summary>
    public string All => Output + Error;

    /// <summary>Runs the program in this process. The environment is the given one and nothing else.</summary>
    public static async Task<ProxyRun> RunAsync(
        string[] arguments, Dictionary<string, string>? environment = null, IFileSystem? files = null, IKeyProviderFactory? providers = null)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        ExitCode code = await ProxyProgram.RunAsync(
            arguments, files ?? new PhysicalFileSystem(), name => environment?.GetValueOrDefault(name), TimeProvider.System,
            providers ?? new KeyProviderFactory(), output, error, TestContext.Current.CancellationToken);
        return new ProxyRun(code, output.ToString(), error.ToString());
    }
}
