using System.Text;
using System.Text.Json;

namespace Kmip.ProxyHost.Logging;

/// <summary>How much is written.</summary>
internal enum LogVerbosity
{
    Error,
    Warning,
    Info,
    Debug,
    Trace,
}

/// <summary>
/// What the program says: progress on standard output, warnings and errors on standard error, one line each, as text for people or as one JSON object a
/// line. Lines of several threads do not mix. Callers give it no secrets; what others chose (identifiers, paths) goes through <see cref="PrintableText"/>.
/// </summary>
internal sealed class ProxyLog
{
    private readonly Lock _gate = new();
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly TimeProvider _time;
    private readonly bool _json;
    private readonly HashSet<string> _warned = [];

    /// <summary>Creates the log.</summary>
    public ProxyLog(TextWriter output, TextWriter error, TimeProvider time, bool json, LogVerbosity verbosity)
    {
        _output = output;
        _error = error;
        _time = time;
        _json = json;
        Verbosity = verbosity;
    }

    /// <summary>How much is written.</summary>
    public LogVerbosity Verbosity { get; }

    /// <summary>A log to the same places that says more or less.</summary>
    public ProxyLog WithVerbosity(LogVerbosity verbosity) => new(_output, _error, _time, _json, verbosity);

    /// <summary>Something went as it should.</summary>
    public void Info(string message) => Write(LogVerbosity.Info, message);

    /// <summary>Something that the operator should look at.</summary>
    public void Warning(string message) => Write(LogVerbosity.Warning, message);

    /// <summary>A warning that every key would repeat.</summary>
    public void WarnOnce(string message)
    {
        bool first;
        lock (_gate)
        {
            first = _warned.Add(message);
        }

        if (first)
        {
            Warning(message);
        }
    }

    /// <summary>Something failed.</summary>
    public void Error(string message) => Write(LogVerbosity.Error, message);

    /// <summary>A detail for those who look for a fault.</summary>
    public void Debug(string message) => Write(LogVerbosity.Debug, message);

    /// <summary>
    /// Writes what a command has to tell, whatever the verbosity: the lines as they are for people, or one JSON object with an event's name and fields.
    /// </summary>
    public void Result(string name, IEnumerable<string> lines, Action<Utf8JsonWriter> fields) => WriteTo(
        _output, _json ? Json(writer =>
        {
            writer.WriteString("level", "info");
            writer.WriteString("event", name);
            fields(writer);
        }) : string.Join(Environment.NewLine, lines));

    /// <summary>Writes a line of any level, with the name of the part that wrote it.</summary>
    public void Write(LogVerbosity level, string message, string? source = null)
    {
        if (level > Verbosity)
        {
            return;
        }

        string line = message.ReplaceLineEndings(" ");
        WriteTo(level <= LogVerbosity.Warning ? _error : _output, _json ? JsonLine(level, line, source) : TextLine(level, line, source));
    }

    private void WriteTo(TextWriter writer, string text)
    {
        lock (_gate)
        {
            try
            {
                writer.WriteLine(text);
                writer.Flush();
            }
            catch (IOException)
            {
                // The reader of the pipe has gone. Serving goes on; there is nobody left to tell.
            }
        }
    }

    private static string TextLine(LogVerbosity level, string message, string? source) => level switch
    {
        LogVerbosity.Error => "kmip-proxy: error: " + message,
        LogVerbosity.Warning => "kmip-proxy: warning: " + message,
        LogVerbosity.Info => message,
        _ => $"{(level == LogVerbosity.Debug ? "debug" : "trace")}: {(source is null ? "" : source + ": ")}{message}",
    };

    private string JsonLine(LogVerbosity level, string message, string? source) => Json(writer =>
    {
        writer.WriteString("level", Name(level));
        if (source is not null)
        {
            writer.WriteString("source", source);
        }

        writer.WriteString("message", message);
    });

    private string Json(Action<Utf8JsonWriter> fields)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));
            fields(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static string Name(LogVerbosity level) => level switch
    {
        LogVerbosity.Error => "error",
        LogVerbosity.Warning => "warning",
        LogVerbosity.Info => "info",
        LogVerbosity.Debug => "debug",
        _ => "trace",
    };
}
