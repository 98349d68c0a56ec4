using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kmip.ProxyHost.Cli;

namespace Kmip.ProxyHost.Serving;

/// <summary>The port to serve on. The address is always 127.0.0.1: keys leave the proxy to this machine only.</summary>
internal static class LocalPort
{
    /// <summary>The address.</summary>
    public static IPAddress Address => IPAddress.Loopback;

    /// <summary>The value of <c>-kmipPort</c>: 0 (the system chooses) to 65535. Throws <see cref="ProxyException"/> (<see cref="ExitCode.Usage"/>).</summary>
    public static int OfKmip(ProxyContext context) => context.Options[ProxyOptions.KmipPort] is string text
        ? Parse(text, ProxyOptions.KmipPort, minimum: 0)
        : throw CommandLineGuard.Usage("option -kmipPort is missing: give the port to serve KMIP on, or 0 to have a free one chosen");

    /// <summary>The value of <c>-mongodPort</c>, which only the printed command uses.</summary>
    public static int OfMongod(ProxyContext context) =>
        context.Options[ProxyOptions.MongodPort] is string text ? Parse(text, ProxyOptions.MongodPort, minimum: 1) : 27017;

    /// <summary>
    /// Binds the port for a moment, so that a port that cannot be had is known before a cloud is asked and before a file is written.
    /// Throws <see cref="ProxyException"/> (<see cref="ExitCode.Usage"/>).
    /// </summary>
    public static void RequireFree(int port)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(Address, port));
            socket.Listen();
        }
        catch (SocketException e)
        {
            throw CannotBind(port, e);
        }
    }

    /// <summary>The error for a port that could not be bound.</summary>
    public static ProxyException CannotBind(int port, Exception cause)
    {
        SocketError error = cause.GetBaseException() is SocketException socket ? socket.SocketErrorCode : SocketError.SocketError;
        string reason = error switch
        {
            SocketError.AddressAlreadyInUse => "the port is in use: choose another, or 0 to have a free one chosen",
            SocketError.AccessDenied => "this user may not use it (ports below 1024 are the administrator's): choose another, or 0 to have a free one chosen",
            _ => $"the system answers {error}",
        };
        return new ProxyException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture, $"cannot listen on 127.0.0.1 port {port}: {reason}"), cause);
    }

    private static int Parse(string text, ProxyOption option, int minimum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port >= minimum && port <= IPEndPoint.MaxPort
            ? port
            : throw CommandLineGuard.Usage(string.Create(
                CultureInfo.InvariantCulture, $"option -{option.Name} must be a number from {minimum} to {IPEndPoint.MaxPort}"));
}
