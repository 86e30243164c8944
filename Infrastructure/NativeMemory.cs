using System.Runtime.InteropServices;

namespace Massar.Infrastructure;

/// <summary>How the C library gives memory back that native code has freed.</summary>
/// <remarks>A password's hash takes 19 MB for a moment. glibc learns from the first such block that blocks of its size are usual, and from
/// then on keeps them: some 60 MB that nobody uses. A fixed bound stops the learning. Smaller holes (the compiler's, the page packers')
/// are given back at intervals: 13 MB after a busy half minute.</remarks>
internal static partial class NativeMemory
{
    private const int TrimThreshold = -1, MmapThreshold = -3;
    private const int Bound = 1024 * 1024;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static Timer? tidying;

    /// <summary>To be called before anything else; does nothing where the C library is another.</summary>
    public static void GiveBack()
    {
        try
        {
            _ = SetOption(MmapThreshold, Bound);
            _ = SetOption(TrimThreshold, Bound);
            tidying ??= new Timer(static _ => Trim(keep: 0), null, Interval, Interval);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc: musl gives large blocks back by itself.
        }
        catch (DllNotFoundException)
        {
            // Not Linux.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc.so.6", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint keep);
}
