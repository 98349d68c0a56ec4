using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Kmip.Server.Tests.Support;

/// <summary>Keeps every line at every level, with the text of its exception.</summary>
public sealed class RecordingLogger<T> : ILogger<T>
{
    public ConcurrentQueue<LogLine> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(new LogLine(logLevel, eventId.Name, formatter(state, exception), exception));
}

/// <summary>A line of a log.</summary>
public sealed record LogLine(LogLevel Level, string? Event, string Text, Exception? Exception);
