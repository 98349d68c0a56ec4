namespace Kmip.ProxyHost;

/// <summary>An error for the operator: one readable line that says what to do, and the exit code that goes with it. Never holds a secret.</summary>
internal sealed class ProxyException : Exception
{
    /// <summary>Creates the error.</summary>
    public ProxyException(ExitCode exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>What the program ends with when nobody handles the error.</summary>
    public ExitCode ExitCode { get; }
}
