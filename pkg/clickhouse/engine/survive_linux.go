package engine

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"
	"unsafe"

	"github.com/ebitengine/purego"
)

// handlerName is the C++ class whose three virtual functions end the process when a client's
// connection fails in an unexpected moment: a wrong password, or a client killed in its
// greeting. It is right for the command-line tool that the library thinks it is; a server has
// a class that goes on. See src/Common/ErrorHandlers.h of ClickHouse.
const handlerName = "19KillingErrorHandler"

// The class's virtual functions, counted after its two destructors.
const (
	destructors = 2
	handlers    = 3
	wordBytes   = 8
)

// surviveClients makes the handlers do nothing, as a server's do after their line in the
// log. The library has no switch for it, so it is done in the class's table of functions.
func surviveClients(library string, handle uintptr) error {
	file, err := elf.Open(library)
	if err != nil {
		return fmt.Errorf("engine: read library: %w", err)
	}
	defer file.Close()
	base, err := loadAddress(file, handle)
	if err != nil {
		return err
	}
	names, tables := file.Section(".rodata"), file.Section(".data.rel.ro")
	if names == nil || tables == nil {
		return errors.New("engine: the library has no .rodata or .data.rel.ro")
	}
	at := bytes.Index(memory(base, names), []byte("\x00"+handlerName+"\x00"))
	if at < 0 {
		return fmt.Errorf("engine: the library has no class %s", handlerName)
	}
	name := base + uintptr(names.Addr) + uintptr(at) + 1
	words := memory(base, tables)
	// The type's description points to its name in its second word; the table of functions
	// points to the description in its second word, and the functions follow.
	described := findWord(words, name)
	if described < 0 {
		return fmt.Errorf("engine: class %s is not described", handlerName)
	}
	table := findWord(words, base+uintptr(tables.Addr)+uintptr(described)-wordBytes)
	first := table + (1+destructors)*wordBytes
	if table < wordBytes || binary.LittleEndian.Uint64(words[table-wordBytes:]) != 0 || first+handlers*wordBytes > len(words) {
		return fmt.Errorf("engine: class %s has no table of functions", handlerName)
	}
	return replaceHandlers(words[first : first+handlers*wordBytes])
}

// replaceHandlers puts a function that does nothing in place of each.
func replaceHandlers(table []byte) error {
	libc, err := purego.Dlopen("libc.so.6", purego.RTLD_NOW)
	if err != nil {
		return fmt.Errorf("engine: open libc: %w", err)
	}
	nothing, err := purego.Dlsym(libc, "getpid")
	if err != nil {
		return fmt.Errorf("engine: find getpid: %w", err)
	}
	page := uintptr(syscall.Getpagesize())
	start := uintptr(unsafe.Pointer(unsafe.SliceData(table)))
	offset := start % page
	pages := unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(unsafe.SliceData(table)), -int(offset))), int(offset)+len(table))
	if err := syscall.Mprotect(pages, syscall.PROT_READ|syscall.PROT_WRITE); err != nil {
		return fmt.Errorf("engine: unlock the table of functions: %w", err)
	}
	for i := range handlers {
		binary.LittleEndian.PutUint64(table[i*wordBytes:], uint64(nothing))
	}
	if err := syscall.Mprotect(pages, syscall.PROT_READ); err != nil {
		return fmt.Errorf("engine: lock the table of functions: %w", err)
	}
	return nil
}

// loadAddress is where the library was loaded: a symbol's address less its place in the file.
func loadAddress(file *elf.File, handle uintptr) (uintptr, error) {
	symbols, err := file.DynamicSymbols()
	if err != nil {
		return 0, fmt.Errorf("engine: read symbols: %w", err)
	}
	for _, s := range symbols {
		if s.Name == entryPoint {
			address, err := purego.Dlsym(handle, entryPoint)
			if err != nil {
				return 0, fmt.Errorf("engine: find %s: %w", entryPoint, err)
			}
			return address - uintptr(s.Value), nil
		}
	}
	return 0, fmt.Errorf("engine: the library has no %s", entryPoint)
}

// memory is a loaded section of the library.
func memory(base uintptr, s *elf.Section) []byte {
	address := base + uintptr(s.Addr)
	return unsafe.Slice(*(**byte)(unsafe.Pointer(&address)), s.Size)
}

// findWord is where the word lies in the aligned memory, or -1.
func findWord(words []byte, word uintptr) int {
	for i := 0; i+wordBytes <= len(words); i += wordBytes {
		if binary.LittleEndian.Uint64(words[i:]) == uint64(word) {
			return i
		}
	}
	return -1
}
