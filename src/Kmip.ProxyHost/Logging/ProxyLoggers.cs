using Microsoft.Extensions.Logging;

namespace Kmip.ProxyHost.Logging;

/// <summary>
/// Brings what the server and the web host log into the program's own log. Of an exception only the kinds and the places are written: its text could
/// hold anything. What the web host tells of itself is a detail here, one level lower; its warnings stay warnings.
/// </summary>
internal sealed class ProxyLoggers(ProxyLog log) : ILoggerFactory
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(log, categoryName, categoryName.StartsWith("Microsoft.", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one log.");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Logger(ProxyLog log, string category, bool fromHost) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && VerbosityOf(logLevel) <= log.Verbosity;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Write(VerbosityOf(logLevel), (formatter(state, null) + Describe(exception)).Printable(4096), category);
            }
        }

        private LogVerbosity VerbosityOf(LogLevel level) => level switch
        {
            LogLevel.Trace => LogVerbosity.Trace,
            LogLevel.Debug => fromHost ? LogVerbosity.Trace : LogVerbosity.Debug,
            LogLevel.Information => fromHost ? LogVerbosity.Debug : LogVerbosity.Info,
            LogLevel.Warning => LogVerbosity.Warning,
            _ => LogVerbosity.Error,
        };

        private static string Describe(Exception? exception)
        {
            string text = "";
            for (Exception? e = exception; e is not null; e = e.InnerException)
            {
                text += $" | {e.GetType().FullName} {e.StackTrace?.ReplaceLineEndings(" ")}";
            }

            return text;
        }
    }
}
