using Microsoft.Extensions.Options;

namespace Kmip.Server.Kestrel;

/// <summary>Refuses options of a server that cannot work, wherever they were set.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<KmipServerOptions>
{
    public ValidateOptionsResult Validate(string? name, KmipServerOptions options)
    {
        List<string> errors = [];
        Require(errors, options.MaximumBatchItems >= 1, nameof(options.MaximumBatchItems), "at least 1");
        Require(errors, options.MaximumResponseLength >= 1024, nameof(options.MaximumResponseLength), "at least 1024 bytes");
        Require(errors, options.MaximumLocatedItems >= 1, nameof(options.MaximumLocatedItems), "at least 1");
        Require(errors, options.TimeStampWindow is null || options.TimeStampWindow > TimeSpan.Zero, nameof(options.TimeStampWindow), "longer than nothing, or null");
        Require(errors, !string.IsNullOrWhiteSpace(options.VendorIdentification), nameof(options.VendorIdentification), "a text");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    internal static void Require(List<string> errors, bool good, string option, string form)
    {
        if (!good)
        {
            errors.Add($"{option} of the KMIP server must be {form}.");
        }
    }
}

/// <summary>Refuses options of sessions that cannot work, wherever they were set.</summary>
internal sealed class SessionOptionsValidator : IValidateOptions<KmipSessionOptions>
{
    public ValidateOptionsResult Validate(string? name, KmipSessionOptions options)
    {
        List<string> errors = [];
        foreach ((TimeSpan time, string option) in new[]
        {
            (options.ReceiveGrace, nameof(options.ReceiveGrace)), (options.ReceiveWindow, nameof(options.ReceiveWindow)),
            (options.RequestTimeout, nameof(options.RequestTimeout)), (options.AbandonGrace, nameof(options.AbandonGrace)),
            (options.SendTimeout, nameof(options.SendTimeout)),
        })
        {
            ServerOptionsValidator.Require(errors, time > TimeSpan.Zero, option, "longer than nothing");
        }

        ServerOptionsValidator.Require(
            errors, options.IdleTimeout > TimeSpan.Zero || options.IdleTimeout == Timeout.InfiniteTimeSpan, nameof(options.IdleTimeout), "longer than nothing, or infinite");
        ServerOptionsValidator.Require(errors, options.MinimumBytesPerSecond >= 1, nameof(options.MinimumBytesPerSecond), "at least 1");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
