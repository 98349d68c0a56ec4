using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Kmip.KeyProviders.Gcp;

/// <summary>What a build contains.</summary>
internal static class GcpFeatures
{
    /// <summary>
    /// Tokens come from Google.Apis.Auth. Off where no code can be made at run time: under native AOT that library does not work. There this is a
    /// constant, so the compiler leaves the library out, and what remains is the provider's own sources.
    /// </summary>
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    public static bool UseGoogleAuth => RuntimeFeature.IsDynamicCodeSupported;
}
