using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>What the dispatcher and the standard operations can be told.</summary>
public sealed class KmipServerOptions
{
    /// <summary>The limits of a message.</summary>
    public TtlvLimits Limits { get; set; } = TtlvLimits.Default;

    /// <summary>How strictly messages are read; the lenient reader accepts the named deviations of some clients.</summary>
    public TtlvReaderOptions ReaderOptions { get; set; } = TtlvReaderOptions.Strict;

    /// <summary>The most operations in a message. Stops a small message from becoming a great many operations.</summary>
    public int MaximumBatchItems { get; set; } = RequestMessage.MaximumBatchItems;

    /// <summary>The longest response in bytes, whatever the client would take. Stops a batch of small requests from asking for gigabytes.</summary>
    public int MaximumResponseLength { get; set; } = 4 * 1024 * 1024;

    /// <summary>The most identifiers in a Locate response. Stops a search from listing a whole large store into memory.</summary>
    public int MaximumLocatedItems { get; set; } = 1_000;

    /// <summary>
    /// How far a request's Time Stamp may be from the server's clock; null, the default: any (KMIP 1.4 section 6.5 lets a server choose).
    /// Clients without a clock exist. 300 seconds is usual where it is checked. Stops the replay of recorded requests.
    /// </summary>
    public TimeSpan? TimeStampWindow { get; set; }

    /// <summary>What Query answers as Vendor Identification.</summary>
    public string VendorIdentification { get; set; } = "Kmip";
}
