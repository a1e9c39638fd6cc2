package scrub

// homeParents are the folders that hold one folder per person.
var homeParents = []struct {
	name string
	sure bool // no route of a web application is written like this
}{{"/Users/", true}, {`\Users\`, true}, {"/home/", false}, {`\Documents and Settings\`, true}, {"/export/home/", true}, {"/var/home/", true}}

// accounts are the folders of services and images, which name nobody.
var accounts = words(`node app apps runner vercel ubuntu debian root site sites www www-data circleci deploy deployer web public default shared jenkins nextjs next user
	users ec2-user admin administrator build builder buildagent ci docker git github gitlab-runner postgres redis nginx pi vagrant vscode codespace gitpod coder azureuser azure
	opc sbx_user1051 linuxbrew jovyan nonroot nobody developer dev containeradministrator containeruser vssadministrator vsts all application service render railway heroku project projects
	wwwroot data backup index page pages tickets events`)

// localPaths masks the folder of a person in the path of a file: /home/dana/app, C:\Users\dana\app.
func (r *reading) localPaths() {
	b := r.b
	for i := 0; i < len(b); i++ {
		if b[i] != '/' && b[i] != '\\' {
			continue
		}
		for _, parent := range homeParents {
			if len(b)-i <= len(parent.name) || string(b[i:i+len(parent.name)]) != parent.name {
				continue
			}
			lo := i + len(parent.name)
			hi := lo
			for hi < len(b) && hi-lo < 64 && isFileNameByte(b, lo, hi) {
				hi++
			}
			if hi == lo || hi-lo == 64 || accounts[foldLong(b[lo:hi])] || !parent.sure && !r.namesFile(i, hi) {
				break
			}
			r.add(lo, hi, Name)
			i = hi - 1
			break
		}
	}
}

// isFileNameByte lets a blank be part of a name only in front of another separator: C:\Users\Dana Levi\app.
func isFileNameByte(b []byte, lo, i int) bool {
	c := b[i]
	if isWordByte(c) || c == '.' || c == '_' || c == '-' || c == '~' || c == '+' {
		return true
	}
	if c != ' ' || i == lo || b[lo-1] != '\\' {
		return false
	}
	for j := i + 1; j < len(b) && j-i < 32; j++ {
		switch {
		case b[j] == '\\':
			return true
		case !isWordByte(b[j]) && b[j] != ' ' && b[j] != '.' && b[j] != '-':
			return false
		}
	}
	return false
}

func foldLong(b []byte) string {
	var buf [32]byte
	if len(b) > len(buf) {
		return ""
	}
	n := copy(buf[:], b)
	for i := range buf[:n] {
		buf[i] = lower(buf[i])
	}
	return string(buf[:n])
}

// namesFile tells the path of a file from a route that starts the same: it ends in an extension, holds a folder that only files have,
// or stands under a key or behind a word that says so. at is the slash before "home", end the end of the person's folder.
func (r *reading) namesFile(at, end int) bool {
	b := r.b
	if at > 0 && (isWordByte(b[at-1]) || b[at-1] == ']' || b[at-1] == '.') {
		return false // the middle of another path
	}
	if r.key.path {
		return true
	}
	dot, slash := -1, end
	for i := end; i < len(b) && i-end < 512; i++ {
		switch c := b[i]; {
		case c == '/':
			if dot >= 0 && dot == slash+1 { // a hidden folder
				return true
			}
			if name := b[slash:i]; string(name) == "/node_modules" || string(name) == "/src" {
				return true
			}
			slash, dot = i, -1
		case c == '.':
			if dot < 0 {
				dot = i
			}
		case isWordByte(c), c == '_', c == '-', c == '@', c == '[', c == ']', c == '(' && i > end && b[i-1] == '/', c == ')' && dot < 0, c == '~', c == '+':
		default:
			return dot > slash && fileEnds(b, dot, i) || r.fileWordBefore(at)
		}
	}
	return dot > slash || r.fileWordBefore(at)
}

// fileEnds reports whether an extension of one to four letters stands in front of hi.
func fileEnds(b []byte, dot, hi int) bool {
	return hi-dot >= 2 && isAlpha(b[dot+1])
}

// fileWordBefore looks for the words of the errors and commands that name files.
func (r *reading) fileWordBefore(at int) bool {
	b, i := r.b, at
	for i > 0 && at-i < 4 && !isWordByte(b[i-1]) && b[i-1] != '\n' {
		i--
	}
	hi := i
	for i > 0 && hi-i < 16 && isAlpha(b[i-1]) {
		i--
	}
	return fileWords[foldString(b[i:hi])]
}

var fileWords = words("open stat lstat scandir mkdir unlink rename access chdir cwd cd directory dir folder file read write enoent eacces home workdir root pwd path in from at import require module load watch spawn")
